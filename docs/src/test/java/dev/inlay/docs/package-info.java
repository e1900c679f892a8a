/** What the documents claim, checked. */
@NullMarked
package dev.inlay.docs;

import org.jspecify.annotations.NullMarked;
