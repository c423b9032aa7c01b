# Loads conversations into Request Tracker as its own mail gateway would: every message is written by the person who
# wrote it, customers without privileges, agents with theirs. Reads JSON Lines on standard input, one thread a line,
# {"id", "messages": [{"role", "author", "at", "text"}], perhaps "owner": an agent}; prints "<thread id> <ticket number>" a line.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;
use JSON ();
use MIME::Entity;
use Encode ();

my @desk  = ('ana', 'ben', 'chloe');
my %people;

sub person {
    my ($role, $author, $thread) = @_;
    my $name = $role eq 'agent' ? $desk[$thread % @desk] : "$author\@customers.test.example";
    return $people{$name} if $people{$name};
    my $user = RT::User->new(RT->SystemUser);
    $user->Load($name);
    $user->Create(Name => $name, EmailAddress => $name, RealName => "Customer $author", Privileged => 0) unless $user->Id;
    my $current = RT::CurrentUser->new;
    $current->Load($user->Id);
    return $people{$name} = $current;
}

sub entity {
    my ($subject, $text) = @_;
    return MIME::Entity->build(
        Type    => 'text/plain',
        Charset => 'UTF-8',
        Subject => Encode::encode('UTF-8', $subject),
        Data    => [Encode::encode('UTF-8', $text)],
    );
}

# Request Tracker stamps its own clock: what was said in 2017 is dated so afterwards.
sub date {
    my ($record, $at) = @_;
    my $date = RT::Date->new(RT->SystemUser);
    $at =~ s/(\+00:00|Z)$//;
    $at =~ s/T/ /;
    $date->Set(Format => 'iso', Value => $at);
    $record->__Set(Field => 'Created', Value => $date->ISO);
}

sub newest {
    my ($ticket, $type) = @_;
    my $transactions = $ticket->Transactions;
    $transactions->Limit(FIELD => 'Type', VALUE => $type);
    $transactions->OrderByCols({ FIELD => 'id', ORDER => 'DESC' });
    $transactions->RowsPerPage(1);
    return $transactions->First;
}

# Nobody waits for the mails of 2017: without them loading takes half the time.
my $scrips = RT::Scrips->new(RT->SystemUser);
$scrips->UnLimit;
while (my $scrip = $scrips->Next) {
    $scrip->SetDisabled(1) if $scrip->ActionObj->Name =~ /^(Notify|Autoreply)/;
}

while (my $line = <STDIN>) {
    my $thread = JSON::decode_json($line);
    my ($first, @others) = @{ $thread->{messages} };
    my $subject = substr($first->{text}, 0, 60);
    $subject =~ s/\s+/ /g;
    my $number = $thread->{id} =~ /(\d+)/ ? $1 : 0;
    my ($asking) = grep { $_->{role} eq 'customer' } $first, @others;
    my $customer = person('customer', $asking->{author}, $number);
    my $ticket = RT::Ticket->new(person($first->{role}, $first->{author}, $number));
    my ($id, undef, $error) = $ticket->Create(
        Queue => 'Tier 1', Subject => $subject, Requestor => [$customer->EmailAddress],
        MIMEObj => entity($subject, $first->{text}),
    );
    die "thread $thread->{id}: $error\n" unless $id;
    my $system = RT::Ticket->new(RT->SystemUser);
    $system->Load($id);
    $system->SetOwner($thread->{owner}, 'Force') if $thread->{owner};
    date($system, $first->{at});
    date(newest($system, 'Create'), $first->{at});
    for my $message (@others) {
        my $mine = RT::Ticket->new(person($message->{role}, $message->{author}, $number));
        $mine->Load($id);
        my ($ok, $why) = $mine->Correspond(MIMEObj => entity($subject, $message->{text}));
        die "thread $thread->{id}: $why\n" unless $ok;
        date(newest($system, 'Correspond'), $message->{at});
    }
    print "$thread->{id} $id\n";
}
