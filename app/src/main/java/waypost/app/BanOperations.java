package waypost.app;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import waypost.config.Durations;
import waypost.config.Network;
import waypost.guard.Ban;
import waypost.guard.Bans;
import waypost.protocol.admin.AdminRequest;

/** What {@code waypost ban} has done by a front end. */
record BanOperations(Bans bans) {
    static final String LIST = "ban-list";
    static final String ADD = "ban-add";
    static final String REMOVE = "ban-remove";

    /** Parameter of adding and removing. */
    static final String NETWORK = "NETWORK";

    /** Parameter of adding: for how long. */
    static final String FOR = "FOR";

    /** Parameter of adding; without it there is none. */
    static final String REASON = "REASON";

    private static final Duration LONGEST = Duration.ofDays(365);

    Operations with(Operations others) {
        return others.and(LIST, this::list).and(ADD, this::add).and(REMOVE, this::remove);
    }

    private int list(AdminRequest request, Report report) throws IOException {
        for (Ban ban : bans.list()) {
            String line = String.join(
                    " ",
                    ban.network().toString(),
                    time(ban),
                    ban.cause().name().toLowerCase(Locale.ROOT),
                    ban.origin().value(),
                    ban.reason());
            report.line(line.stripTrailing());
        }
        return Main.DONE;
    }

    private static String time(Ban ban) {
        return Instant.ofEpochMilli(ban.until()).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private int add(AdminRequest request, Report report) throws IOException, Complaint {
        Network network = network(request);
        String text = request.parameter(FOR).orElse("");
        Duration lasting = Durations.of(text)
                .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> Complaint.wrong("For how long? " + text
                        + " is no time: write a number and a unit, as in 30m, 8h or 14d, and at most 365d."));
        String reason = request.parameter(REASON).orElse("");
        if (reason.length() > Ban.REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw Complaint.wrong("A reason is one line of " + Ban.REASON + " characters at most.");
        }
        Ban added = bans.add(network, lasting, Ban.Cause.ADMINISTRATOR, reason)
                .orElseThrow(() -> Complaint.failed("There are too many bans already."));
        report.line(added.network() + ": nobody logs in from there until " + time(added));
        return Main.DONE;
    }

    private int remove(AdminRequest request, Report report) throws IOException, Complaint {
        Network network = network(request);
        Ban lifted = bans.lift(network)
                .orElseThrow(() -> Complaint.failed(network + " is not banned: waypost ban list says what is."));
        report.line(lifted.network() + ": everybody may log in from there again");
        return Main.DONE;
    }

    private static Network network(AdminRequest request) throws Complaint {
        String text = request.parameter(NETWORK).orElse("");
        return Network.of(text)
                .orElseThrow(() -> Complaint.wrong(
                        "Not a network: " + text + ". Write an address, or its beginning, as in 192.0.2.0/24."));
    }
}
