"""The model server that stands in for AWS's framework images: the inference toolkit's contract, on this machine."""
