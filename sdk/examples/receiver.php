<?php
// Run it with `php -S 127.0.0.1:8080 receiver.php`, or behind your web server.
const TOLERANCE_SECONDS = 300;

/** Throws unless the delivery is the platform's and recent. */
function verify(array $server, string $rawBody, string $signingSecret): void
{
    [$id, $time] = [$server['HTTP_WEBHOOK_ID'] ?? '', $server['HTTP_WEBHOOK_TIMESTAMP'] ?? ''];
    $key = base64_decode(substr($signingSecret, strlen('whsec_')), true);
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$time.$rawBody", $key, true));
    $given = explode(' ', $server['HTTP_WEBHOOK_SIGNATURE'] ?? '');
    if (!array_filter($given, fn ($one) => hash_equals($expected, $one)))
        throw new UnexpectedValueException('not signed with this webhook\'s secret');
    if (abs(time() - (int) $time) > TOLERANCE_SECONDS)
        throw new UnexpectedValueException('too old; if it is not, set this machine\'s clock');
}

/** Handles the event in one transaction with its id, unless it was handled before. */
function handleOnce(PDO $db, array $event): void
{
    $db->exec('begin immediate');
    $last = $db->query('select max(last_event_id) from jetpay_events')->fetchColumn();
    if ($event['id'] !== 0 && ($last === null || $event['id'] > $last)) {
        if ($last !== null && $event['id'] > $last + 1)
            throw new RuntimeException("missing events: ask GET /events?after=$last");
        if ($event['type'] === 'transactions.debits.paid')
            $db->prepare('insert into shipments values (?)')->execute([$event['data']['transactionId']]);
        $db->exec('delete from jetpay_events');
        $db->prepare('insert into jetpay_events values (?)')->execute([$event['id']]);
    }
    $db->exec('commit');
}

$rawBody = file_get_contents('php://input', length: 2 * 1024 * 1024);
try {
    verify($_SERVER, $rawBody, getenv('JETPAY_SIGNING_SECRET'));
} catch (UnexpectedValueException $error) {
    error_log($error->getMessage());
    http_response_code(401);
    return;
}
// An exception from here on is a 500, and the end of the connection rolls back.
$db = new PDO('sqlite:' . getenv('DATABASE_FILE'), options: [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$db->exec('create table if not exists shipments (debit_id text)');
$db->exec('create table if not exists jetpay_events (last_event_id integer)');
foreach (json_decode($rawBody, true)['events'] as $event)
    handleOnce($db, $event);
http_response_code(204);
