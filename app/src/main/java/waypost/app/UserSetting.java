package waypost.app;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import waypost.config.Configuration;
import waypost.mapping.UserProperty;

/** The options of a command on one thing that an entry may say of its user: it is shown, said anew, or said no more. */
final class UserSetting {
    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Option(names = "--clear", description = "Has the entry say nothing of it any more.")
    private boolean clear;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The user's address.")
    private String address = "";

    Configuration configuration() throws Complaint {
        return directory.configuration();
    }

    /** What it was that was done. */
    enum Deed {
        SHOWN,
        SAID,
        CLEARED
    }

    /** @param values none: what there is is shown, or taken away */
    Deed run(UserProperty property, List<String> values, CommandSpec spec) throws Complaint {
        if (clear && !values.isEmpty()) {
            throw Complaint.wrong("Say what it is to be, or --clear.");
        }
        Deed deed = clear ? Deed.CLEARED : values.isEmpty() ? Deed.SHOWN : Deed.SAID;
        List<String> now = switch (deed) {
            case SHOWN -> directory.user(address).said(property);
            case SAID, CLEARED -> {
                directory.change(address, DirectoryOption.USER, there -> there.change(address, property, values));
                yield values;
            }
        };
        String thing = word(property);
        spec.commandLine()
                .getOut()
                .println(address + ": "
                        + (now.isEmpty() ? "no " + thing + " of its own" : thing + " " + String.join(" ", now)));
        return deed;
    }

    /** As an administrator reads it. */
    static String word(UserProperty property) {
        return property.name().toLowerCase(Locale.ROOT);
    }
}
