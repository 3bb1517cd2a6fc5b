@org.jspecify.annotations.NullMarked
package waypost.guard;
