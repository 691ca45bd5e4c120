"""What models run on: instances, images, processes, networks and quotas."""
