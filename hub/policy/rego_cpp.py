"""regopy, brought in so that all C++ of this process takes and gives back memory by one pair of functions.

On Linux rego-cpp's library holds an `operator new` and `delete` of its own (snmalloc's) and finds those first. The C++
library beneath it finds the C++ library's wherever it was in the process before rego-cpp, which greenlet and protobuf
bring about. Then what the one takes the other does not give back: about a megabyte a decision. Where the C++ library's
names are everybody's, both find the same pair, whatever was loaded before.
"""

import ctypes
import sys

if sys.platform == "linux":
    ctypes.CDLL("libstdc++.so.6", mode=ctypes.RTLD_GLOBAL)

from regopy import Interpreter, RegoError

__all__ = ["Interpreter", "RegoError"]
