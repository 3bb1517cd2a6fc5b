package waypost.app;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import waypost.mapping.Prospect.Use;
import waypost.mapping.Service;
import waypost.mapping.UserMaps;
import waypost.protocol.admin.AdminRequest;

/**
 * What {@code route explain} is asked.
 *
 * @param name in any spelling
 * @param service as which one asks; empty: as each
 */
record RouteQuestion(String name, Use use, Optional<Service> service) {
    private static final String ADDRESS = "ADDRESS";
    private static final String LOGIN = "LOGIN";
    private static final String SERVICE = "SERVICE";

    static RouteQuestion of(AdminRequest request) throws Complaint {
        Optional<String> word = request.parameter(SERVICE);
        Optional<Service> service = Stream.of(Service.values())
                .filter(one -> Optional.of(one.word()).equals(word))
                .findAny();
        if (word.isPresent() && service.isEmpty()) {
            throw Complaint.wrong("There is no service " + word.get() + ".");
        }
        return new RouteQuestion(
                request.parameter(ADDRESS).orElse(""),
                request.parameter(LOGIN).isPresent() ? Use.LOGIN : Use.MAIL,
                service);
    }

    AdminRequest request() {
        Map<String, String> parameters = new TreeMap<>(Map.of(ADDRESS, name));
        if (use == Use.LOGIN) {
            parameters.put(LOGIN, "yes");
        }
        service.ifPresent(one -> parameters.put(SERVICE, one.word()));
        return new AdminRequest(RouteExplain.NAME, parameters);
    }

    /** Tells the answer; answers the exit status. */
    int ask(UserMaps maps, MapsReport told, AccountReport accounts) throws IOException {
        return switch (use) {
            case MAIL -> new RouteReport(told, accounts, told.report()).print(maps.explain(name));
            case LOGIN -> new LoginReport(told, accounts, told.report()).print(maps.explainLogin(name), service);
        };
    }
}
