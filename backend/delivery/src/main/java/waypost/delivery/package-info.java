@org.jspecify.annotations.NullMarked
package waypost.delivery;
