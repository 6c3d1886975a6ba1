"""Where sound is played and heard: a sound card, a silent room; ``interface`` is what all share."""
