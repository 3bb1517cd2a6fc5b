package waypost.app;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.mapping.Answer;
import waypost.mapping.Explanation.Origin;
import waypost.mapping.LoginExplanation;
import waypost.mapping.Service;

/** Tells whose a name is that somebody logs in by, and what he hears now, for the operator. */
record LoginReport(MapsReport maps, AccountReport accounts, Report report) {
    /**
     * Answers the exit status: whether the right password is let in now.
     *
     * @param only the service that is asked about; without it any
     */
    int print(LoginExplanation explanation, Optional<Service> only) throws IOException {
        List<Service> services = only.map(List::of).orElseGet(() -> List.of(Service.values()));
        maps.print(explanation.address(), explanation.tried());
        Answer said = best(explanation.said(), services);
        Answer given = best(explanation.given(), services);
        maps.result(said);
        report.line("answered:  " + answered(explanation, given));
        for (Map.Entry<String, String> line :
                byAnswer(explanation.given(), services).entrySet()) {
            report.line("log-in:    " + line.getKey() + ": " + line.getValue());
        }
        if (!(given instanceof Answer.Unknown)) {
            report.line("password:  " + password(explanation.proof(), said));
        }
        Optional<Answer.Granted> account = account(given);
        if (account.isEmpty()) {
            return Main.FAILED;
        }
        accounts.print(account.get(), explanation.tried());
        return Main.DONE;
    }

    /** The account, where one of the services lets it in. */
    private static Answer best(Map<Service, Answer> answers, List<Service> services) {
        return services.stream()
                .flatMap(service -> Stream.ofNullable(answers.get(service)))
                .reduce((one, other) -> account(one).isPresent() ? one : other)
                .orElseThrow();
    }

    private static Optional<Answer.Granted> account(Answer answer) {
        return switch (answer) {
            case Answer.Granted account -> Optional.of(account);
            case Answer.LeftToNode(var account) -> Optional.of(account);
            case Answer.Refused _, Answer.Unknown _, Answer.Unavailable _ -> Optional.empty();
        };
    }

    private static String answered(LoginExplanation explanation, Answer given) {
        return given instanceof Answer.Unavailable(String reason, var _) && explanation.from() instanceof Origin.Maps
                ? "put off ([UNAVAILABLE]): " + reason
                : MapsReport.from(explanation.from());
    }

    private static Map<String, String> byAnswer(Map<Service, Answer> answers, List<Service> services) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Service service : services) {
            Answer answer = answers.get(service);
            if (answer != null) {
                lines.merge(words(answer), service.word(), (one, more) -> one + " " + more);
            }
        }
        return lines;
    }

    private static String words(Answer answer) {
        return switch (answer) {
            case Answer.Granted _ -> "with the right password";
            case Answer.LeftToNode(var account) ->
                "with a password that " + account.route().target() + " takes";
            case Answer.Refused(Answer.Kind kind) -> "refused (" + MapsReport.word(kind) + ")";
            case Answer.Unknown() -> "refused (unknown)";
            case Answer.Unavailable _ -> "put off ([UNAVAILABLE])";
        };
    }

    private static String password(Optional<Duration> proof, Answer said) {
        if (said instanceof Answer.LeftToNode) {
            return "the node is asked at each log-in, and none is remembered";
        }
        boolean unchecked = said instanceof Answer.Unavailable;
        return proof.map(age -> "one that was right " + Age.of(age) + " ago is remembered"
                        + (unchecked ? ", and good for now; any other is put off" : ""))
                .orElse("none is remembered" + (unchecked ? ": whichever is shown is put off" : ""));
    }
}
