@org.jspecify.annotations.NullMarked
package waypost.directory;
