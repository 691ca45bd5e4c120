"""The same stack with one library each: a module per library, a function per kind of endpoint that the library has.

All of them read the model in the working folder: `model`, and packed as `model.tar.gz`.
"""
