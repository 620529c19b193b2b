#include <cairo-pdf.h>
#include "pango.h"
