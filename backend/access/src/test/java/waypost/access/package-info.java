@org.jspecify.annotations.NullMarked
package waypost.access;
