package dev.inlay.provider.kafka;

import dev.inlay.spi.event.DeliveryOutcome;
import java.time.Duration;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a failure of the client means. Reasons name the kind of failure and never carry the client's message, which may
 * hold addresses and principals.
 *
 * @param outcome what to tell the engine
 * @param producerLost whether the producer is of no more use
 * @param ofTopic whether every other record of this topic would fare the same now
 */
record Verdict(DeliveryOutcome outcome, boolean producerLost, boolean ofTopic) {

    private static final Duration UNTIL_TOPIC = Duration.ofSeconds(30);

    /**
     * Judges a failure.
     *
     * @param oneTopic whether the target has one topic for all its events: what is wrong with it stops the target,
     *     where otherwise it stops the events of that topic
     */
    static Verdict of(Throwable failure, boolean oneTopic) {
        if (failure instanceof AuthenticationException) {
            return new Verdict(DeliveryOutcome.targetUnusable("the brokers refuse the credentials"), true, true);
        }
        if (failure instanceof ClusterAuthorizationException) {
            return new Verdict(
                    DeliveryOutcome.targetUnusable("the credentials may not write to the cluster"), true, true);
        }
        if (failure instanceof TopicAuthorizationException) {
            return ofTopic("the credentials may not write to the topic", oneTopic);
        }
        if (failure instanceof AuthorizationException) {
            return new Verdict(DeliveryOutcome.targetUnusable("the credentials do not suffice"), true, true);
        }
        if (failure instanceof UnknownTopicOrPartitionException
                || failure.getCause() instanceof UnknownTopicOrPartitionException) {
            return ofTopic("the topic does not exist", oneTopic);
        }
        if (failure instanceof UnsupportedVersionException) {
            return new Verdict(DeliveryOutcome.targetUnusable("the brokers are too old for this client"), true, true);
        }
        return isRefusal(failure) ? refused(failure) : unclear(failure);
    }

    private static Verdict ofTopic(String reason, boolean oneTopic) {
        DeliveryOutcome outcome =
                oneTopic ? DeliveryOutcome.targetUnusable(reason) : DeliveryOutcome.notAttempted(reason, UNTIL_TOPIC);
        return new Verdict(outcome, false, true);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidTopicException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof PolicyViolationException
                || failure instanceof SerializationException;
    }

    private static Verdict refused(Throwable failure) {
        String reason = failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException
                ? "the record is larger than the producer (max.request.size) or the topic (max.message.bytes) allows"
                : "Kafka refused the record (" + failure.getClass().getSimpleName() + ")";
        return new Verdict(DeliveryOutcome.refused(reason), false, false);
    }

    private static Verdict unclear(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new Verdict(DeliveryOutcome.retry("no answer from the brokers in time"), false, true);
        }
        return new Verdict(
                DeliveryOutcome.retry(
                        "the brokers did not take it (" + failure.getClass().getSimpleName() + ")"),
                isFatal(failure),
                false);
    }

    /** What a producer does not recover from: it lost its place, or is in an error state that it names with no code. */
    private static boolean isFatal(Throwable failure) {
        return failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof InvalidPidMappingException
                || failure instanceof OutOfOrderSequenceException
                || failure instanceof IllegalStateException
                || (failure instanceof KafkaException && !(failure instanceof ApiException));
    }
}
