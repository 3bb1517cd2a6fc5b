@org.jspecify.annotations.NullMarked
package waypost.app;
