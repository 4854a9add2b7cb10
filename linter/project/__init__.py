"""All payloads of one run, laid over the snapshots: the questions that span them."""
