package waypost.protocol.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.protocol.imap.ImapCommand.Id;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.ReturnWord;
import waypost.protocol.login.Xclient;

/** What {@link Forwarded} looks like as fields of ID (RFC 2971) between a front end and a node. */
final class ForwardedId {
    private static final String CLIENT = "waypost-client";
    private static final String SESSION = "waypost-session";
    private static final String TTL = "waypost-ttl";
    private static final String DIRECTORY_ID = "waypost-directory-id";
    private static final String EPOCH = "waypost-epoch";
    private static final String RETURN = "waypost-return";
    private static final String SHOWN = "waypost-shown";
    private static final String LIMITS = "waypost-limits";

    private ForwardedId() {}

    /** The parameter list of ID. */
    static String format(Forwarded forwarded) {
        StringBuilder list = new StringBuilder("(");
        field(list, CLIENT, forwarded.client());
        field(list.append(' '), SESSION, forwarded.session());
        field(list.append(' '), TTL, Integer.toString(forwarded.ttl()));
        forwarded.directoryId().ifPresent(id -> field(list.append(' '), DIRECTORY_ID, id.value()));
        if (forwarded.epoch() > 0) {
            field(list.append(' '), EPOCH, Long.toString(forwarded.epoch()));
        }
        forwarded.back().ifPresent(word -> field(list.append(' '), RETURN, word.text()));
        if (forwarded.shown() == Forwarded.Shown.MORE) {
            field(list.append(' '), SHOWN, Xclient.MORE);
        }
        forwarded.limits().ifPresent(limits -> field(list.append(' '), LIMITS, limits.text()));
        return list.append(')').toString();
    }

    private static void field(StringBuilder list, String name, String value) {
        list.append(Answers.quoted(name)).append(' ').append(Answers.quoted(value));
    }

    /** Reads the fields; a field that is missing or makes no sense says nothing. */
    static Forwarded parse(List<Id.Field> fields) {
        return new Forwarded(
                value(fields, CLIENT).orElse(""),
                value(fields, SESSION).orElse(""),
                (int) number(fields, TTL, Forwarded.FIRST_TTL).orElse(0L).longValue(),
                value(fields, DIRECTORY_ID)
                        .filter(id -> !id.isEmpty() && id.length() <= 255)
                        .map(DirectoryId::new),
                number(fields, EPOCH, Long.MAX_VALUE).orElse(0L),
                value(fields, RETURN).flatMap(ReturnWord::parse),
                value(fields, SHOWN)
                        .filter(Xclient.MORE::equals)
                        .map(_ -> Forwarded.Shown.MORE)
                        .orElse(Forwarded.Shown.PASSWORD),
                value(fields, LIMITS).flatMap(AccountLimits::parse));
    }

    private static Optional<String> value(List<Id.Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .flatMap(Id.Field::value);
    }

    private static Optional<Long> number(List<Id.Field> fields, String name, long max) {
        return value(fields, name)
                .filter(text -> !text.isEmpty() && text.length() <= 18 && Characters.DIGIT.holdAll(text))
                .map(Long::parseLong)
                .filter(number -> number <= max);
    }
}
