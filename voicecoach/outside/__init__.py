"""What comes from outside the program: files that anybody may have put there, and the packages it is installed with."""
