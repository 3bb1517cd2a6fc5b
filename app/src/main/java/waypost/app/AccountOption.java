package waypost.app;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import waypost.config.Configuration;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.protocol.admin.AdminRequest;

/** Which account, on the volumes of which node. */
final class AccountOption {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "USER", description = "The account's address, as the directory has it first, or its id.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String user;

    Configuration configuration() throws Complaint {
        return configuration(config);
    }

    String user() {
        return user;
    }

    static Configuration configuration(ConfigOption config) throws Complaint {
        return config.read("node", "volumes", "quota", "deletion", "addresses");
    }

    /** Has it done to the account by whoever has its volume; answers the exit status. */
    int run(Operation operation, Map<String, String> parameters, CommandSpec command) throws Complaint {
        Configuration configuration = configuration();
        return new Administration(configuration)
                .run(operation, request(operation, configuration, parameters), ConsoleReport.of(command));
    }

    AdminRequest request(Operation operation, Configuration configuration, Map<String, String> parameters)
            throws Complaint {
        return request(operation, configuration, user, parameters);
    }

    static AdminRequest request(
            Operation operation, Configuration configuration, String user, Map<String, String> parameters)
            throws Complaint {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put(Stores.ACCOUNT, canonical(configuration, user));
        return new AdminRequest(operation.name(), all);
    }

    private static String canonical(Configuration configuration, String user) throws Complaint {
        if (user.matches("[0-9a-f]{16}")) {
            return user;
        }
        return switch (new AddressRules(new MappingSetup(configuration).addresses()).parse(user)) {
            case Address.Parsed(var name, var _, var _) -> name.toString();
            case Address.Refused(var fault) -> throw Complaint.wrong(user + " is no address: " + fault);
        };
    }
}
