package waypost.store;

import java.nio.charset.StandardCharsets;

/**
 * What a folder is for and what it holds.
 *
 * @param folderClass of the items in it, as MS-OXOSFLD spells it; {@link #MAIL} for messages
 * @param hidden whether it is only for programs
 */
public record FolderType(FolderRole role, String folderClass, boolean hidden) {
    public static final String MAIL = "IPF.Note";
    private static final int CLASS_OCTETS = 255;

    /** A mailbox as IMAP knows it. */
    public static FolderType mail(FolderRole role) {
        return new FolderType(role, MAIL, false);
    }

    /** Whether mail protocols know of it. */
    public boolean isMail() {
        return !hidden && (folderClass.equals(MAIL) || folderClass.startsWith(MAIL + "."));
    }

    boolean valid() {
        return folderClass.startsWith("IPF.")
                && folderClass.getBytes(StandardCharsets.UTF_8).length <= CLASS_OCTETS
                && folderClass.chars().noneMatch(c -> c < ' ' || c == 0x7F);
    }
}
