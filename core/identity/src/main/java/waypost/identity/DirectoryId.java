package waypost.identity;

/** The directory's immutable id of an entry: entryUUID, objectGUID, or the key of a file map. Opaque, at most 255 characters. */
public record DirectoryId(String value) {
    private static final String PUBLIC_FOLDERS = "public folders of ";

    /** That of the account that holds the public folders of a domain at this node. No directory has it. */
    public static DirectoryId publicFolders(String domain) {
        return new DirectoryId(PUBLIC_FOLDERS + domain);
    }

    public DirectoryId {
        if (value.isEmpty() || value.length() > 255) {
            throw new IllegalArgumentException("directory id of " + value.length() + " characters");
        }
    }

    /** Whether it is a {@link #publicFolders}: what vanishes from a directory is not meant. */
    public boolean ofPublicFolders() {
        return value.startsWith(PUBLIC_FOLDERS);
    }

    @Override
    public String toString() {
        return value;
    }
}
