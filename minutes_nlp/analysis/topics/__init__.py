"""Topics (分野): which policy fields an utterance is about, how that is learned, measured and explained."""
