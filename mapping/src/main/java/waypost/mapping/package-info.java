@org.jspecify.annotations.NullMarked
package waypost.mapping;
