package waypost.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an account may have by its directory's word: each empty where it is silent, so that what holds at the account's node holds.
 *
 * @param storage octets of all its messages
 * @param messages of all folders
 * @param folderMessages of any one folder
 * @param sessions by IMAP and POP3 at a time
 */
public record AccountLimits(
        OptionalLong storage, OptionalLong messages, OptionalLong folderMessages, OptionalLong sessions) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final AccountLimits NONE =
            new AccountLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    private static final String SILENT = "none";
    private static final String WITHOUT_END = "unlimited";
    private static final int DIGITS = 18;
    private static final long MOST_WRITTEN = 999_999_999_999_999_999L;

    /** These, and of the others what these are silent on. */
    public AccountLimits or(AccountLimits others) {
        return new AccountLimits(
                or(storage, others.storage),
                or(messages, others.messages),
                or(folderMessages, others.folderMessages),
                or(sessions, others.sessions));
    }

    private static OptionalLong or(OptionalLong one, OptionalLong other) {
        return one.isPresent() ? one : other;
    }

    public AccountLimits withStorage(long octets) {
        return new AccountLimits(OptionalLong.of(octets), messages, folderMessages, sessions);
    }

    /** The same, but mail without end where there was one. */
    public AccountLimits lifted() {
        return new AccountLimits(lifted(storage), lifted(messages), lifted(folderMessages), sessions);
    }

    private static OptionalLong lifted(OptionalLong limit) {
        return limit.isPresent() ? OptionalLong.of(UNLIMITED) : limit;
    }

    /** As it travels between nodes: {@code storage:1000,sessions:5}, or {@code none}. */
    public String text() {
        List<String> words = new ArrayList<>();
        word(words, "storage", storage);
        word(words, "messages", messages);
        word(words, "folder-messages", folderMessages);
        word(words, "sessions", sessions);
        return words.isEmpty() ? SILENT : String.join(",", words);
    }

    private static void word(List<String> words, String name, OptionalLong limit) {
        limit.ifPresent(most -> words.add(name + ":" + (most > MOST_WRITTEN ? WITHOUT_END : Long.toString(most))));
    }

    /** Skips limits that it does not know; empty where one is none. */
    public static Optional<AccountLimits> parse(String text) {
        AccountLimits limits = NONE;
        for (String word : text.equals(SILENT) ? List.<String>of() : List.of(text.split(",", -1))) {
            int colon = word.indexOf(':');
            OptionalLong most = number(word.substring(colon + 1));
            if (colon < 1 || most.isEmpty()) {
                return Optional.empty();
            }
            limits = limits.with(word.substring(0, colon), most);
        }
        return Optional.of(limits);
    }

    private AccountLimits with(String name, OptionalLong most) {
        return switch (name) {
            case "storage" -> new AccountLimits(most, messages, folderMessages, sessions);
            case "messages" -> new AccountLimits(storage, most, folderMessages, sessions);
            case "folder-messages" -> new AccountLimits(storage, messages, most, sessions);
            case "sessions" -> new AccountLimits(storage, messages, folderMessages, most);
            default -> this;
        };
    }

    private static OptionalLong number(String text) {
        if (text.equals(WITHOUT_END)) {
            return OptionalLong.of(UNLIMITED);
        }
        boolean digits =
                !text.isEmpty() && text.length() <= DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
