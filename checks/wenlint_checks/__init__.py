"""The checks that come with wenlint: one file, one check. ``packs/`` holds the rules that use them."""
