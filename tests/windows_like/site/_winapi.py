"""The one call of Windows' own module that the package makes: a junction, which any account may create."""

import os


def CreateJunction(target, link):
    os.symlink(os.path.basename(target), link, target_is_directory=True)
