"""How the templates that come with the program were made. An office changes its own copies in Word instead."""
