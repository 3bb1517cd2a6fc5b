package waypost.message;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The name of a message's file in a Maildir folder: a unique part, then {@code :2,} and flags.
 *
 * @param unique all before the flags
 * @param keywords the letters {@code a} to {@code z}, whose meaning the folder defines elsewhere
 */
public record MaildirName(String unique, Set<Flag> flags, Set<Character> keywords) {
    private static final String INFO = ":2,";

    /** A flag, by the letter that is its name's first. */
    public enum Flag {
        PASSED,
        REPLIED,
        SEEN,
        TRASHED,
        DRAFT,
        FLAGGED
    }

    public MaildirName {
        flags = Set.copyOf(flags);
        keywords = Set.copyOf(keywords);
    }

    /** Any name can be read: without flags all of it is the unique part, and letters that mean nothing are skipped. */
    public static MaildirName parse(String fileName) {
        int info = fileName.lastIndexOf(INFO);
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        Set<Character> keywords = new TreeSet<>();
        if (info < 0) {
            return new MaildirName(fileName, flags, keywords);
        }
        for (char letter : fileName.substring(info + INFO.length()).toCharArray()) {
            for (Flag flag : Flag.values()) {
                if (flag.name().charAt(0) == letter) {
                    flags.add(flag);
                }
            }
            if (letter >= 'a' && letter <= 'z') {
                keywords.add(letter);
            }
        }
        return new MaildirName(fileName.substring(0, info), flags, keywords);
    }
}
