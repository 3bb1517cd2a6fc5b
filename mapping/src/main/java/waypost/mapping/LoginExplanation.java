package waypost.mapping;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import waypost.identity.Address;

/**
 * How a log-in by a name would be answered, for the operator. No password is looked at: it is taken to be right.
 *
 * @param said of each service what the maps say now
 * @param given and what is answered now, be it from memory
 * @param from where that is from
 * @param proof how long ago a password was right with which one can be compared while no map can say
 */
public record LoginExplanation(
        Address address,
        List<Explanation.Tried> tried,
        Map<Service, Answer> said,
        Map<Service, Answer> given,
        Explanation.Origin from,
        Optional<Duration> proof) {
    public LoginExplanation {
        tried = List.copyOf(tried);
        said = Map.copyOf(said);
        given = Map.copyOf(given);
    }

    /** Of a spelling that can name nobody. */
    static LoginExplanation refused(Address.Refused spelling) {
        Map<Service, Answer> no = each(_ -> new Answer.Refused(Answer.Kind.CREDENTIALS));
        return new LoginExplanation(spelling, List.of(), no, no, new Explanation.Origin.Maps(), Optional.empty());
    }

    static Map<Service, Answer> each(Function<Service, Answer> answer) {
        Map<Service, Answer> all = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            all.put(service, answer.apply(service));
        }
        return all;
    }
}
