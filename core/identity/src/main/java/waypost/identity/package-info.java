@org.jspecify.annotations.NullMarked
package waypost.identity;
