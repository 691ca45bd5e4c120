"""The invoker of endpoints that stream their answer."""
