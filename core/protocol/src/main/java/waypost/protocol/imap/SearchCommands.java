package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchReturn.Item;

/** SEARCH, SORT and THREAD in the selected state: they find, and answer in the form that was asked for. */
final class SearchCommands {
    private final SelectedMailbox mailbox;
    private final MessageNumbers messages;
    private final InstantSource clock;

    /** @param messages learns what a search saves */
    SearchCommands(SelectedMailbox mailbox, MessageNumbers messages, InstantSource clock) {
        this.mailbox = mailbox;
        this.messages = messages;
        this.clock = clock;
    }

    /** The command's side of an answer; an ESEARCH response repeats the tag (RFC 4466 §2.6.2). */
    private record Asked(String tag, String verb, Numbering numbering, SearchReturn returns, boolean modSeq) {}

    String search(String tag, ImapCommand.Search command, Replies out) throws IOException {
        Searcher searcher = searcher(command.returns());
        List<Integer> found = switch (command.returns()) {
            case SearchReturn.Extended(Set<Item> items, var _)
            when endsOnly(items) -> searcher.ends(command.key(), items);
            case SearchReturn _ -> searcher.search(command.key());
        };
        return answer(
                new Asked(
                        tag,
                        "SEARCH",
                        command.numbering(),
                        command.returns(),
                        command.key().asksModSeq()),
                found,
                out);
    }

    /** RFC 5267 §3.1: what MIN and MAX are the sort order says. */
    String sort(String tag, ImapCommand.Sort command, Replies out) throws IOException {
        List<Integer> found = searcher(command.returns()).search(command.key());
        List<Integer> sorted = new Sorter(mailbox).sort(found, command.criteria());
        List<Integer> wanted = switch (command.returns()) {
            case SearchReturn.Extended(Set<Item> items, var _) when endsOnly(items) -> ends(sorted, items);
            case SearchReturn _ -> sorted;
        };
        return answer(
                new Asked(
                        tag,
                        "SORT",
                        command.numbering(),
                        command.returns(),
                        command.key().asksModSeq()),
                wanted,
                out);
    }

    private static List<Integer> ends(List<Integer> sorted, Set<Item> items) {
        int from = items.contains(Item.MIN) ? 0 : Math.max(0, sorted.size() - 1);
        int to = items.contains(Item.MAX) ? sorted.size() : Math.min(1, sorted.size());
        List<Integer> rest = sorted.subList(from, to);
        return rest.size() < 3 ? rest : List.of(rest.getFirst(), rest.getLast());
    }

    String thread(ImapCommand.Thread command, Replies out) throws IOException {
        List<Integer> found = searcher(new SearchReturn.Plain()).search(command.key());
        List<ThreadNode> threads = new Threader(mailbox).threads(command.algorithm(), found);
        out.untagged(ThreadAnswer.of(threads, number -> identifier(command.numbering(), number)));
        return "OK THREAD completed";
    }

    private long identifier(Numbering numbering, int number) {
        return switch (numbering) {
            case UID -> mailbox.uid(number);
            case SEQUENCE -> number;
        };
    }

    /** NO, and nothing is saved any longer if something was to be (RFC 5182 §2.1). */
    String refuse(ImapCommand.UnknownCharset command) {
        if (command.returns().saves()) {
            messages.save(List.of());
        }
        return "NO [" + SearchCharset.refusalCode() + "] Unknown charset";
    }

    /** Knows what is saved; of that nothing is left if this search is to save and then fails (RFC 5182 §2.1). */
    private Searcher searcher(SearchReturn returns) {
        Searcher searcher = new Searcher(mailbox, new SearchPlan(mailbox, messages.saved(), clock.instant()));
        if (returns.saves()) {
            messages.save(List.of());
        }
        return searcher;
    }

    /** Whether only MIN and MAX are asked for; no more is saved then either (RFC 5182 §2.4). */
    private static boolean endsOnly(Set<Item> items) {
        return !items.isEmpty() && !items.contains(Item.ALL) && !items.contains(Item.COUNT);
    }

    private String answer(Asked asked, List<Integer> found, Replies out) throws IOException {
        if (asked.returns().saves()) {
            messages.save(found.stream().sorted().toList());
        }
        List<Long> identifiers = found.stream()
                .map(number -> identifier(asked.numbering(), number))
                .toList();
        OptionalLong modSeq =
                asked.modSeq() ? found.stream().mapToLong(mailbox::modSeq).max() : OptionalLong.empty();
        switch (asked.returns()) {
            case SearchReturn.Plain() -> {
                StringBuilder answer = new StringBuilder(asked.verb());
                identifiers.forEach(identifier -> answer.append(' ').append(identifier));
                if (modSeq.isPresent()) { // RFC 7162 §3.1.6
                    answer.append(" (MODSEQ ").append(modSeq.getAsLong()).append(')');
                }
                out.untagged(answer.toString());
            }
            case SearchReturn.Extended(Set<Item> items, var _) -> {
                if (!items.isEmpty()) {
                    StringBuilder answer = esearch(asked.tag(), asked.numbering(), items, identifiers);
                    modSeq.ifPresent(greatest -> answer.append(" MODSEQ ").append(greatest)); // RFC 4731 §3.2
                    out.untagged(answer.toString());
                }
            }
        }
        return "OK " + asked.verb() + " completed";
    }

    /** RFC 4731 §3.1: where nothing was found, neither MIN, MAX nor ALL is there, but the response is. */
    private static StringBuilder esearch(String tag, Numbering numbering, Set<Item> items, List<Long> found) {
        StringBuilder answer =
                new StringBuilder("ESEARCH (TAG ").append(Answers.quoted(tag)).append(')');
        if (numbering == Numbering.UID) {
            answer.append(" UID");
        }
        for (Item item : Item.values()) {
            if (items.contains(item) && (item == Item.COUNT || !found.isEmpty())) {
                answer.append(' ').append(item).append(' ').append(value(item, found));
            }
        }
        return answer;
    }

    private static String value(Item item, List<Long> found) {
        return switch (item) {
            case MIN -> found.getFirst().toString();
            case MAX -> found.getLast().toString();
            case COUNT -> String.valueOf(found.size());
            case ALL -> Answers.uidSet(found);
        };
    }
}
