"""What a session can be doing: one module an activity, with its data and its rules. ``session.rules`` joins them."""
