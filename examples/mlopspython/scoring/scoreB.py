"""The model that serves before the rollout."""

import os

MODEL = os.path.join(os.environ["AZUREML_MODEL_DIR"], "model.pkl")


def init():
    """Called once, before the first request."""
    global model
    with open(MODEL, "rb") as file:
        model = file.read()


def run(raw_data):
    """Called for every request, with its body."""
    return "New Model B"
