"""Small files from anywhere, read with limits, and the installed packages, looked up without importing them."""
