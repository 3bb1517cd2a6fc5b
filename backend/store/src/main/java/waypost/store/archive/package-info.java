@org.jspecify.annotations.NullMarked
package waypost.store.archive;
