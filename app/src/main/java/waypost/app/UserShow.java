package waypost.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.Forward;
import waypost.mapping.UserEntry;
import waypost.mapping.UserProperty;

/** {@code waypost user show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the directory has of a user, as it is written there.",
            "What follows from it, with his class and the nodes, waypost route explain tells."
        })
final class UserShow implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Parameters(paramLabel = "ADDRESS", description = "Any of the user's addresses.")
    private String address = "";

    @Override
    public Integer call() throws Complaint {
        UserEntry user = directory.user(address);
        String state = user.user().state();
        say("address", user.user().address());
        say("further", others(user));
        say("log-in", user.login());
        say("state", state.isEmpty() ? "active" : state);
        for (UserProperty property : UserProperty.values()) {
            say(UserSetting.word(property), String.join(" ", user.said(property)));
        }
        say(
                "forwards",
                user.forwards().isEmpty()
                        ? ""
                        : String.join(" ", user.forwards())
                                + (user.copy() == Forward.Copy.KEPT ? ", and keeps a copy" : ""));
        say("entry", user.dn());
        say("id", user.id());
        return Main.DONE;
    }

    private static String others(UserEntry user) {
        List<String> others = user.user().aliases().stream()
                .filter(alias -> !alias.equals(user.user().address()))
                .sorted()
                .toList();
        return String.join(" ", others);
    }

    /** Nothing of what there is not. */
    private void say(String thing, String value) {
        if (!value.isEmpty()) {
            spec.commandLine().getOut().printf("%-10s %s%n", thing + ":", value);
        }
    }
}
