package waypost.app;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code waypost user totp}: on the node that keeps the account, whether it runs or not. */
@Command(
        name = "totp",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Switches a second factor on and off: codes of an authenticator (TOTP, RFC 6238).",
            "It is kept with the mailbox: give these commands on its node. The directory is not changed."
        })
final class TotpCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "enable",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a key and shows it, this once: for typing, and as a URI of which authenticators read the QR code.",
                "From then on the password is good with the six digits of the authenticator behind it only; programs that",
                "keep their password need an app password. Sessions that were begun by the password alone end."
            })
    int enable(@Mixin AccountOption account) throws Complaint {
        return account.run(new TotpEnable(), Map.of(), spec);
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = "Forgets the key: the password alone is enough again. App passwords stay.")
    int disable(@Mixin AccountOption account) throws Complaint {
        return account.run(new TotpDisable(), Map.of(), spec);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Says whether the account has a second factor, and since when.")
    int show(@Mixin AccountOption account) throws Complaint {
        return account.run(new TotpShow(), Map.of(), spec);
    }
}
