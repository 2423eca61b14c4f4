"""Models of how a complaint ends: our answer, what the customer says about it, a second look, our last word."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class Outcome(models.TextChoices):
    """What our answer says about the complaint itself."""

    UPHELD = "upheld", "Upheld: they are right"
    PARTLY = "partly", "Upheld in part"
    NOT_UPHELD = "not_upheld", "Not upheld"


class ComplaintAnswer(models.Model):
    """Our answer: whether they are right, what was said, by whom, how, and what the customer gets. No complaint closes
    without it."""

    Outcome = Outcome

    class Channel(models.TextChoices):
        EMAIL = "email", "By e-mail"
        PHONE = "phone", "By phone"
        SHOP = "shop", "In the shop"
        LETTER = "letter", "By letter"
        PAGE = "page", "On the status page only"

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=12, choices=Outcome)
    words = models.TextField()
    channel = models.CharField(max_length=10, choices=Channel)
    remedy = models.CharField(max_length=300, blank=True, help_text="What the customer gets, in words.")
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_answer"
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="an_answer_says_something"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="an_answer_says_who_is_right"
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0), name="a_remedy_is_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.complaint}"


class Verdict(models.Model):
    """What the customer says about our answer. The first stands."""

    answer = models.OneToOneField(ComplaintAnswer, on_delete=models.CASCADE, related_name="verdict")
    is_content = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_verdict"

    def __str__(self) -> str:
        return "Content" if self.is_content else "Not content"


class Review(models.Model):
    """The customer is not content: the complaint is open again, somebody looks at it anew, by a day that is promised."""

    complaint = models.OneToOneField("complaints.Complaint", on_delete=models.PROTECT, related_name="review")
    why = models.TextField(blank=True)
    due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_review"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("at")), name="a_review_has_time_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return f"Review of {self.complaint}"


class LastWord(models.Model):
    """What came out of the review: our last word. Beyond it stands the external body."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="last_word")
    outcome = models.CharField(max_length=12, choices=Outcome)
    words = models.TextField()
    remedy = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_last_word"
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="a_last_word_says_something"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="a_last_word_says_who_is_right"
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="a_last_remedy_is_never_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Last word on {self.review.complaint}"
