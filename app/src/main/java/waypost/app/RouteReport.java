package waypost.app;

import java.io.IOException;
import java.util.List;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.Explanation;
import waypost.mapping.Explanation.Origin;
import waypost.mapping.Explanation.Whose;

/** Tells how an address was mapped, and what senders hear of it now, for the operator. */
record RouteReport(MapsReport maps, AccountReport accounts, Report report) {
    /** Answers the exit status: whether mail for the address goes to a node now. */
    int print(Explanation explanation) throws IOException {
        maps.print(explanation.address(), explanation.tried());
        if (explanation.cacheAge().isPresent()) {
            report.line("cache:     " + Age.of(explanation.cacheAge().get()) + " old");
        }
        said(explanation.said());
        report.line("answered:  " + answered(explanation));
        Whose given = explanation.given();
        if (given.account() instanceof Answer.Granted account) {
            accounts.print(account, explanation.tried());
        }
        if (!given.isPlain()) {
            mail(given.mail());
        }
        return isTaken(given.mail()) ? Main.DONE : Main.FAILED;
    }

    private static boolean isTaken(Addressees mail) {
        return switch (mail) {
            case Addressees.One(Answer answer) -> answer instanceof Answer.Granted;
            case Addressees.Several _ -> true;
        };
    }

    private void said(Whose said) throws IOException {
        if (said.isPlain() || said.account() instanceof Answer.Granted) {
            maps.result(said.account());
        } else {
            report.line("result:    " + words(said.mail()));
        }
    }

    private static String answered(Explanation explanation) {
        Addressees given = explanation.given().mail();
        boolean asked = explanation.from() instanceof Origin.Maps;
        if (asked) {
            boolean plainly = isTaken(given) && explanation.given().equals(explanation.said());
            return plainly ? MapsReport.from(explanation.from()) : words(given);
        }
        return MapsReport.from(explanation.from()) + ": " + words(given);
    }

    private static String words(Addressees mail) {
        return switch (mail) {
            case Addressees.One(Answer.Granted account) -> "account " + account.name();
            case Addressees.One(Answer.Refused(Answer.Kind kind)) -> "refused for good (" + MapsReport.word(kind) + ")";
            case Addressees.One(Answer.Unknown()) -> "refused for good (unknown)";
            case Addressees.One(Answer.Unavailable(String reason, var _)) -> "put off (451): " + reason;
            case Addressees.Several(List<Answer.Granted> all) -> "mail for " + all.size() + " accounts";
        };
    }

    /** Where mail goes that is not the account's alone. */
    private void mail(Addressees mail) throws IOException {
        switch (mail) {
            case Addressees.One(Answer.Granted account) -> report.line("mail:      for " + accounts.line(account));
            case Addressees.One(Answer.Settled _) -> report.line("mail:      " + words(mail));
            case Addressees.Several(List<Answer.Granted> all) -> {
                report.line("mail:      for " + all.size() + " accounts");
                List<String> lines = all.stream()
                        .map(account -> "  " + accounts.line(account))
                        .sorted()
                        .toList();
                for (String line : lines) {
                    report.line(line);
                }
            }
        }
    }
}
