package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Rfc822;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;
import waypost.protocol.imap.ImapCommand.Numbering;

/** What follows the numbers of FETCH (RFC 3501 §6.4.5, RFC 4466 §2.4). */
final class FetchGrammar {
    private FetchGrammar() {}

    static ImapCommand fetch(Numbering numbering, SequenceSet set, Tokens in) throws SyntaxError {
        List<FetchItem> items = items(in);
        OptionalLong changedSince = OptionalLong.empty();
        Optional<PartialRange> partial = Optional.empty();
        boolean vanished = false;
        if (in.skip(' ')) {
            in.expect('(');
            do {
                String modifier = in.word();
                if (modifier.equals("CHANGEDSINCE") && changedSince.isEmpty()) {
                    in.needs(ImapExtension.CONDSTORE);
                    in.space();
                    changedSince = OptionalLong.of(in.number63());
                } else if (modifier.equals("PARTIAL") && partial.isEmpty() && numbering == Numbering.UID) {
                    partial = Optional.of(SearchReturnGrammar.partial(in));
                } else if (modifier.equals("VANISHED") && !vanished) {
                    vanished = true;
                } else {
                    throw new SyntaxError("unknown FETCH modifier");
                }
            } while (in.skip(' '));
            in.expect(')');
        }
        ImapCommand.Fetch fetch = new ImapCommand.Fetch(numbering, set, items, partial, changedSince);
        return vanished ? vanished(fetch, in) : fetch;
    }

    /** RFC 7162 §3.2.6: only of UID FETCH, with CHANGEDSINCE, where QRESYNC is enabled. */
    private static ImapCommand vanished(ImapCommand.Fetch fetch, Tokens in) throws SyntaxError {
        if (fetch.numbering() != Numbering.UID || fetch.changedSince().isEmpty()) {
            throw new SyntaxError("VANISHED needs UID FETCH and CHANGEDSINCE");
        }
        if (!in.enabled(ImapExtension.QRESYNC)) {
            throw new SyntaxError("QRESYNC is not enabled");
        }
        return new ImapCommand.FetchVanished(fetch);
    }

    /** Each once: who asks for an item twice is told it once. */
    private static List<FetchItem> items(Tokens in) throws SyntaxError {
        in.space();
        if (in.skip('(')) {
            return restOfItems(in);
        }
        String name = name(in);
        return switch (name) {
            case "ALL" -> macro(new FetchItem.Envelope());
            case "FULL" -> macro(new FetchItem.Envelope(), new FetchItem.Body());
            case "FAST" -> macro();
            default -> List.of(item(name, in));
        };
    }

    /** A list behind its parenthesis. */
    static List<FetchItem> restOfItems(Tokens in) throws SyntaxError {
        List<FetchItem> items = new ArrayList<>();
        do {
            items.add(item(name(in), in));
        } while (in.skip(' '));
        in.expect(')');
        return items.stream().distinct().toList();
    }

    private static List<FetchItem> macro(FetchItem... more) {
        List<FetchItem> items = new ArrayList<>(
                List.of(new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Rfc822Size()));
        items.addAll(List.of(more));
        return List.copyOf(items);
    }

    private static String name(Tokens in) throws SyntaxError {
        return in.run(Characters.ITEM, "a FETCH item").toUpperCase(Locale.ROOT);
    }

    private static FetchItem item(String name, Tokens in) throws SyntaxError {
        return switch (name) {
            case "ENVELOPE" -> new FetchItem.Envelope();
            case "FLAGS" -> new FetchItem.Flags();
            case "INTERNALDATE" -> new FetchItem.InternalDate();
            case "UID" -> new FetchItem.Uid();
            case "MODSEQ" -> {
                in.needs(ImapExtension.CONDSTORE);
                yield new FetchItem.ModSeq();
            }
            case "RFC822" -> new Rfc822(Rfc822.Old.RFC822);
            case "RFC822.HEADER" -> new Rfc822(Rfc822.Old.RFC822_HEADER);
            case "RFC822.TEXT" -> new Rfc822(Rfc822.Old.RFC822_TEXT);
            case "RFC822.SIZE" -> new FetchItem.Rfc822Size();
            case "BODYSTRUCTURE" -> new FetchItem.BodyStructure();
            case "BODY" -> in.peek() == '[' ? body(Seen.SET, in) : new FetchItem.Body();
            case "BODY.PEEK" -> body(Seen.PEEK, in);
            case "PREVIEW" -> preview(in);
            case "EMAILID" -> {
                in.needs(ImapExtension.OBJECTID);
                yield new FetchItem.EmailId();
            }
            case "THREADID" -> {
                in.needs(ImapExtension.OBJECTID);
                yield new FetchItem.ThreadId();
            }
            case "SAVEDATE" -> {
                in.needs(ImapExtension.SAVEDATE);
                yield new FetchItem.SaveDate();
            }
            default -> binary(name, in);
        };
    }

    /** RFC 8970 §6; the list behind it may be of the modifiers of FETCH. */
    private static FetchItem preview(Tokens in) throws SyntaxError {
        in.needs(ImapExtension.PREVIEW);
        FetchItem.Preview.Priority priority = FetchItem.Preview.Priority.PROMPT;
        if (in.skip(" (LAZY")) {
            priority = FetchItem.Preview.Priority.LAZY;
            while (in.skip(' ')) {
                in.word("LAZY");
            }
            in.expect(')');
        }
        return new FetchItem.Preview(priority);
    }

    /** RFC 3516 §7. */
    private static FetchItem binary(String name, Tokens in) throws SyntaxError {
        if (!name.equals("BINARY") && !name.equals("BINARY.PEEK") && !name.equals("BINARY.SIZE")) {
            throw new SyntaxError("unknown FETCH item");
        }
        in.needs(ImapExtension.BINARY);
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        if (in.peek() != ']') {
            do {
                part.add(partNumber(in));
            } while (in.skip('.'));
        }
        in.expect(']');
        return switch (name) {
            case "BINARY.SIZE" -> new FetchItem.BinarySize(List.copyOf(part));
            case "BINARY.PEEK" -> new FetchItem.Binary(Seen.PEEK, List.copyOf(part), partial(in));
            default -> new FetchItem.Binary(Seen.SET, List.copyOf(part), partial(in));
        };
    }

    private static int partNumber(Tokens in) throws SyntaxError {
        return (int) Math.min(in.positiveNumber(), Integer.MAX_VALUE);
    }

    private static FetchItem body(Seen seen, Tokens in) throws SyntaxError {
        in.expect('[');
        Section section = section(in);
        in.expect(']');
        return new FetchItem.BodySection(seen, section, partial(in));
    }

    /** section-spec. */
    static Section section(Tokens in) throws SyntaxError {
        List<Integer> part = new ArrayList<>();
        while (Characters.DIGIT.contains(in.peek())) {
            part.add(partNumber(in));
            if (!in.skip('.')) {
                return new Section(List.copyOf(part), Kind.ALL, List.of());
            }
        }
        if (part.isEmpty() && in.peek() == ']') {
            return new Section(List.of(), Kind.ALL, List.of());
        }
        Kind kind = switch (name(in)) {
            case "HEADER" -> Kind.HEADER;
            case "HEADER.FIELDS" -> Kind.HEADER_FIELDS;
            case "HEADER.FIELDS.NOT" -> Kind.HEADER_FIELDS_NOT;
            case "TEXT" -> Kind.TEXT;
            case "MIME" -> Kind.MIME;
            default -> throw new SyntaxError("unknown section");
        };
        if (kind == Kind.MIME && part.isEmpty()) {
            throw new SyntaxError("MIME needs a part number");
        }
        boolean named = kind == Kind.HEADER_FIELDS || kind == Kind.HEADER_FIELDS_NOT;
        return new Section(List.copyOf(part), kind, named ? fieldNames(in) : List.of());
    }

    private static List<String> fieldNames(Tokens in) throws SyntaxError {
        in.space();
        in.expect('(');
        List<String> names = new ArrayList<>();
        do {
            names.add(in.astring());
        } while (in.skip(' '));
        in.expect(')');
        return List.copyOf(names);
    }

    private static Optional<FetchItem.Partial> partial(Tokens in) throws SyntaxError {
        if (!in.skip('<')) {
            return Optional.empty();
        }
        long offset = in.size();
        in.expect('.');
        long count = in.size();
        if (count == 0) {
            throw new SyntaxError("zero is no number here");
        }
        in.expect('>');
        return Optional.of(new FetchItem.Partial(offset, count));
    }
}
