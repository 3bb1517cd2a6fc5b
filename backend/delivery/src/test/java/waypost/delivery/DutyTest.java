package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.delivery.Duty.Step;
import waypost.delivery.Duty.Told;
import waypost.protocol.smtp.Kept.Purpose;
import waypost.protocol.smtp.SmtpReply;

class DutyTest {
    private static final Instant BEGAN = Instant.EPOCH;
    private static final Instant UNHEARD = BEGAN.plus(KeeperSchedule.UNHEARD);
    private static final Instant EXPIRED = BEGAN.plus(KeeperSchedule.LIFETIME);

    private static Duty duty(Purpose purpose, boolean done) {
        return new Duty(purpose, "552 5.2.2 full", BEGAN, done);
    }

    private static Instant moment(String when) {
        return switch (when) {
            case "soon" -> BEGAN;
            case "unheard" -> UNHEARD;
            case "expired" -> EXPIRED;
            case "abandoned" -> EXPIRED.plusSeconds(24 * 3600);
            default -> throw new IllegalArgumentException(when);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "HAND_ON, false, soon, HandOn",
        "REPORT, false, soon, Later",
        "REPORT, true, soon, HandOn",
        "REPORT, false, unheard, HandOn",
        "HAND_ON, false, expired, Report",
        "REPORT, true, expired, Report"
    })
    void begins(Purpose purpose, boolean done, String when, String step) {
        assertEquals(step, duty(purpose, done).due(moment(when)).getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({
        "HAND_ON, false, soon, 250, Settled",
        "HAND_ON, true, unheard, 451, Later",
        "HAND_ON, false, soon, 550, Later",
        "HAND_ON, true, soon, 550, Report",
        "HAND_ON, false, unheard, 550, Report",
        "REPORT, true, soon, 250, Settled",
        "REPORT, true, soon, 451, Later"
    })
    void hearsTheNode(Purpose purpose, boolean done, String when, int code, String step) {
        SmtpReply reply = SmtpReply.of(code, code / 100 + ".0.0", "so");
        assertEquals(
                step,
                duty(purpose, done).answered(reply, moment(when)).getClass().getSimpleName());
    }

    @Test
    void aLateRefusalIsReportedInTheWordsOfTheFirst() {
        SmtpReply again = SmtpReply.of(550, "5.2.1", "disabled");
        assertEquals(
                new Step.Report("552 5.2.2 full"), duty(Purpose.REPORT, true).answered(again, BEGAN));
        assertEquals(
                new Step.Report(again.toString()), duty(Purpose.HAND_ON, true).answered(again, BEGAN));
    }

    @Test
    void whatIsNotAnsweredStays() {
        assertInstanceOf(Step.Later.class, duty(Purpose.HAND_ON, true).lost("down"));
    }

    @ParameterizedTest
    @CsvSource({
        "SENDER, soon, Settled",
        "NOBODY, soon, GiveUp",
        "STRANGER, unheard, Later",
        "STRANGER, expired, GiveUp",
        "NOT_YET, expired, Later",
        "NOT_YET, abandoned, GiveUp"
    })
    void reports(Told told, String when, String end) {
        Step step = duty(Purpose.HAND_ON, true).reported(told, "why", moment(when));
        assertEquals(end, step.getClass().getSimpleName());
    }
}
