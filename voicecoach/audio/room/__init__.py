"""Where sound is played and heard: a sound card, a silent room, a simulated room; ``interface`` is what all share."""
