"""Amazon SageMaker hosting: models, endpoint configurations, endpoints and their runtime."""
