@org.jspecify.annotations.NullMarked
package waypost.message;
