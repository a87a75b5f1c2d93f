"""The command line. One file, one command; each is loaded only when it is called."""
