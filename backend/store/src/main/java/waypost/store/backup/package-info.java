/** Backups of a volume in a folder: generations of files, of which those that have not changed are the same. Knows nothing of what is in the files. */
@org.jspecify.annotations.NullMarked
package waypost.store.backup;
